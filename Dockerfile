# The bot as an image. Its files are in the volume /data; its root file system may be read-only.
FROM python:3.13-slim-trixie AS build
WORKDIR /src
RUN python -m venv /opt/counterpoint
COPY requirements.txt ./
RUN /opt/counterpoint/bin/pip install --no-cache-dir --require-hashes -r requirements.txt
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY quotes quotes
COPY seeds seeds
RUN /opt/counterpoint/bin/pip install --no-cache-dir --no-deps .

FROM python:3.13-slim-trixie
RUN groupadd --gid 10001 counterpoint \
    && useradd --uid 10001 --gid 10001 --home-dir /data --no-create-home counterpoint \
    && install --directory --owner counterpoint --group counterpoint --mode 0700 /data
COPY --from=build /opt/counterpoint /opt/counterpoint
ENV PATH=/opt/counterpoint/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DATABASE_URL=sqlite:////data/counterpoint.db \
    COUNTERPOINT_HTTP=0.0.0.0:9100
WORKDIR /data
USER 10001:10001
VOLUME /data
EXPOSE 9100
# /livez, not /readyz: while Discord is down, a restart would not help.
HEALTHCHECK --interval=30s --timeout=5s --start-period=120s --retries=3 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:9100/livez', timeout=4)"]
ENTRYPOINT ["counterpoint"]
