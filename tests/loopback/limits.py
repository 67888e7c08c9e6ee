"""Discord's limits and numeric names, each with its page of the documentation."""

import enum
from typing import Final

# https://docs.discord.com/developers/interactions/receiving-and-responding
# "You must send an initial response within 3 seconds of receiving the event."
CALLBACK_S: Final = 3.0
# "Interaction tokens are valid for 15 minutes."
TOKEN_S: Final = 15 * 60.0

# https://docs.discord.com/developers/resources/message#create-message
CONTENT: Final = 2000
EMBEDS: Final = 10
# https://docs.discord.com/developers/resources/message#embed-object-embed-limits
EMBED_TEXT: Final = 6000
# https://docs.discord.com/developers/reference#uploading-files
ATTACHMENT_BYTES: Final = 10 * 1024 * 1024
ATTACHMENTS: Final = 10

# https://docs.discord.com/developers/components/reference#legacy-message-component-behavior
LEGACY_ACTION_ROWS: Final = 5
# https://docs.discord.com/developers/components/reference
# "Messages allow up to 40 total components"
COMPONENTS: Final = 40
# https://docs.discord.com/developers/components/reference#text-display
# "4000 characters … combined across all text displays of a message"
DISPLAYED_TEXT: Final = 4000
# https://docs.discord.com/developers/components/reference#custom-id
CUSTOM_ID: Final = 100
# https://docs.discord.com/developers/components/reference#button-button-structure
BUTTON_LABEL: Final = 80
BUTTON_URL: Final = 512
# https://docs.discord.com/developers/components/reference#action-row
BUTTONS_IN_ROW: Final = 5
# https://docs.discord.com/developers/components/reference#string-select
SELECT_OPTIONS: Final = 25
SELECT_LABEL: Final = 100
# https://docs.discord.com/developers/components/reference#text-input
INPUT_VALUE: Final = 4000
# https://docs.discord.com/developers/interactions/receiving-and-responding
# #interaction-response-object-modal: title 45, "Between 1 and 5 (inclusive) components"
MODAL_TITLE: Final = 45
MODAL_ROWS: Final = 5
# https://docs.discord.com/developers/interactions/receiving-and-responding
# #interaction-response-object-autocomplete: "max of 25 choices"
CHOICES: Final = 25

# https://docs.discord.com/developers/interactions/application-commands
# #application-command-object-application-command-option-choice-structure
CHOICE_NAME: Final = 100
CHOICE_VALUE: Final = 100
# #application-command-object-application-command-structure
COMMAND_NAME: Final = 32
DESCRIPTION: Final = 100
OPTIONS: Final = 25
# "8000 characters in total for the name, description, and value properties"
COMMAND_TEXT: Final = 8000
# #registering-a-command: "100 global CHAT_INPUT commands, 15 USER, 15 MESSAGE"
COMMANDS: Final = {1: 100, 2: 15, 3: 15}

# https://docs.discord.com/developers/resources/poll#poll-create-request-object
POLL_QUESTION: Final = 300
POLL_ANSWER: Final = 55
POLL_ANSWERS: Final = 10
POLL_HOURS: Final = 24
POLL_HOURS_MOST: Final = 768

# https://docs.discord.com/developers/events/gateway#sending-events
FRAME_BYTES: Final = 4096
# https://docs.discord.com/developers/events/gateway#rate-limiting
FRAMES_PER_MINUTE: Final = 120
# https://docs.discord.com/developers/events/gateway#sending-heartbeats (Discord's usual interval)
HEARTBEAT_S: Final = 41.25


class MessageFlag(enum.IntFlag):
    """https://docs.discord.com/developers/resources/message#message-object-message-flags."""

    HAS_THREAD = 1 << 5
    EPHEMERAL = 1 << 6
    LOADING = 1 << 7
    COMPONENTS_V2 = 1 << 15


# Flags that an application may set (suppress embeds, ephemeral, suppress notifications, v2).
SETTABLE_FLAGS: Final = (1 << 2) | (1 << 6) | (1 << 12) | (1 << 15)


class Intent(enum.IntFlag):
    """https://docs.discord.com/developers/events/gateway#list-of-intents."""

    GUILDS = 1 << 0
    GUILD_MEMBERS = 1 << 1
    GUILD_PRESENCES = 1 << 8
    GUILD_MESSAGES = 1 << 9
    GUILD_REACTIONS = 1 << 10
    DIRECT_MESSAGES = 1 << 12
    MESSAGE_CONTENT = 1 << 15
    GUILD_POLLS = 1 << 24
    DIRECT_POLLS = 1 << 25


NO_INTENT: Final = Intent(0)
PRIVILEGED: Final = Intent.GUILD_MEMBERS | Intent.GUILD_PRESENCES | Intent.MESSAGE_CONTENT
# Bits 17 to 19, 22, 23 and those above 25 name no intent.
KNOWN_INTENTS: Final = sum(1 << bit for bit in range(26) if bit not in {17, 18, 19, 22, 23})


class Close(enum.IntEnum):
    """https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway."""

    UNKNOWN_ERROR = 4000
    UNKNOWN_OPCODE = 4001
    DECODE_ERROR = 4002
    NOT_AUTHENTICATED = 4003
    AUTHENTICATION_FAILED = 4004
    ALREADY_AUTHENTICATED = 4005
    INVALID_SEQ = 4007
    RATE_LIMITED = 4008
    SESSION_TIMED_OUT = 4009
    INVALID_SHARD = 4010
    INVALID_VERSION = 4012
    INVALID_INTENTS = 4013
    DISALLOWED_INTENTS = 4014


class Op(enum.IntEnum):
    """https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway."""

    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    PRESENCE = 3
    VOICE_STATE = 4
    RESUME = 6
    RECONNECT = 7
    REQUEST_MEMBERS = 8
    INVALID_SESSION = 9
    HELLO = 10
    HEARTBEAT_ACK = 11


class Permission(enum.IntFlag):
    """https://docs.discord.com/developers/topics/permissions#permissions-bitwise-permission-flags."""

    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_HISTORY = 1 << 16
    MANAGE_ROLES = 1 << 28
    USE_COMMANDS = 1 << 31
    MANAGE_THREADS = 1 << 34
    CREATE_THREADS = 1 << 35
    SEND_IN_THREADS = 1 << 38
    SEND_POLLS = 1 << 49


NO_PERMISSION: Final = Permission(0)
EVERYTHING: Final = Permission((1 << 52) - 1)
ORDINARY: Final = (
    Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_HISTORY
    | Permission.USE_COMMANDS
    | Permission.CREATE_THREADS
    | Permission.SEND_IN_THREADS
    | Permission.SEND_POLLS
)


class Kind(enum.IntEnum):
    """Component types: https://docs.discord.com/developers/components/reference."""

    ACTION_ROW = 1
    BUTTON = 2
    STRING_SELECT = 3
    TEXT_INPUT = 4
    USER_SELECT = 5
    ROLE_SELECT = 6
    MENTIONABLE_SELECT = 7
    CHANNEL_SELECT = 8
    SECTION = 9
    TEXT_DISPLAY = 10
    THUMBNAIL = 11
    MEDIA_GALLERY = 12
    FILE = 13
    SEPARATOR = 14
    CONTAINER = 17
    LABEL = 18


NEED_V2: Final = frozenset({9, 10, 11, 12, 13, 14, 17})
SELECTS: Final = frozenset({3, 5, 6, 7, 8})
