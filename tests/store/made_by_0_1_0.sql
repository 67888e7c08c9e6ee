BEGIN TRANSACTION;
CREATE TABLE claims (
	server TEXT NOT NULL, 
	job TEXT NOT NULL, 
	day DATE NOT NULL, 
	at DATETIME NOT NULL, 
	PRIMARY KEY (server, job, day), 
	FOREIGN KEY(server) REFERENCES servers (id)
);
INSERT INTO "claims" VALUES('1234567890','daily-point','2026-01-02','2026-01-02 03:04:56.383275');
CREATE TABLE history (
	server TEXT NOT NULL, 
	revision INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	who TEXT NOT NULL, 
	who_name TEXT NOT NULL, 
	why TEXT NOT NULL, 
	deed TEXT NOT NULL, 
	shelf TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	change TEXT NOT NULL, 
	PRIMARY KEY (server, revision), 
	FOREIGN KEY(server) REFERENCES servers (id)
);
INSERT INTO "history" VALUES('local',1,'2026-01-02 03:04:54.872005','terminal','operator','import of q.csv','put-speaker','speaker','a-nurse-on-the-ward','{"deed":"put-speaker","speaker":{"id":"a-nurse-on-the-ward","name":"A nurse on the ward"},"version":1}');
INSERT INTO "history" VALUES('local',2,'2026-01-02 03:04:54.872005','terminal','operator','import of q.csv','put-speaker','speaker','a-porter','{"deed":"put-speaker","speaker":{"id":"a-porter","name":"A porter"},"version":1}');
INSERT INTO "history" VALUES('local',3,'2026-01-02 03:04:54.872005','terminal','operator','import of q.csv','put-source','source','letter-to-the-editor','{"deed":"put-source","source":{"author":"a-nurse-on-the-ward","date":"2024-05","id":"letter-to-the-editor","title":"Letter to the editor","url":"https://example.org/letter"},"version":1}');
INSERT INTO "history" VALUES('local',4,'2026-01-02 03:04:54.872005','terminal','operator','import of q.csv','put-source','source','minutes','{"deed":"put-source","source":{"author":"a-porter","date":"2024-06-01","id":"minutes","title":"Minutes"},"version":1}');
INSERT INTO "history" VALUES('local',5,'2026-01-02 03:04:54.872005','terminal','operator','import of q.csv','put-quote','quote','nobody-asked-the-nurses','{"deed":"put-quote","quote":{"id":"nobody-asked-the-nurses","source":"letter-to-the-editor","speaker":"a-nurse-on-the-ward","text":"Nobody asked the nurses.","topics":["lessons"]},"version":1}');
INSERT INTO "history" VALUES('local',6,'2026-01-02 03:04:54.872005','terminal','operator','import of q.csv','put-quote','quote','the-cafe-has-no-lift','{"deed":"put-quote","quote":{"id":"the-cafe-has-no-lift","source":"minutes","speaker":"a-porter","text":"The caf\u00e9 has no \u201clift\u201d \u2013 \ud83d\ude00.","topics":["lessons"]},"version":1}');
INSERT INTO "history" VALUES('1234567890',1,'2026-01-02 03:04:55.831893','terminal','operator','import of q.csv','put-speaker','speaker','a-nurse-on-the-ward','{"deed":"put-speaker","speaker":{"id":"a-nurse-on-the-ward","name":"A nurse on the ward"},"version":1}');
INSERT INTO "history" VALUES('1234567890',2,'2026-01-02 03:04:55.831893','terminal','operator','import of q.csv','put-speaker','speaker','a-porter','{"deed":"put-speaker","speaker":{"id":"a-porter","name":"A porter"},"version":1}');
INSERT INTO "history" VALUES('1234567890',3,'2026-01-02 03:04:55.831893','terminal','operator','import of q.csv','put-source','source','letter-to-the-editor','{"deed":"put-source","source":{"author":"a-nurse-on-the-ward","date":"2024-05","id":"letter-to-the-editor","title":"Letter to the editor","url":"https://example.org/letter"},"version":1}');
INSERT INTO "history" VALUES('1234567890',4,'2026-01-02 03:04:55.831893','terminal','operator','import of q.csv','put-source','source','minutes','{"deed":"put-source","source":{"author":"a-porter","date":"2024-06-01","id":"minutes","title":"Minutes"},"version":1}');
INSERT INTO "history" VALUES('1234567890',5,'2026-01-02 03:04:55.831893','terminal','operator','import of q.csv','put-quote','quote','nobody-asked-the-nurses','{"deed":"put-quote","quote":{"id":"nobody-asked-the-nurses","source":"letter-to-the-editor","speaker":"a-nurse-on-the-ward","text":"Nobody asked the nurses.","topics":["lessons"]},"version":1}');
INSERT INTO "history" VALUES('1234567890',6,'2026-01-02 03:04:55.831893','terminal','operator','import of q.csv','put-quote','quote','the-cafe-has-no-lift','{"deed":"put-quote","quote":{"id":"the-cafe-has-no-lift","source":"minutes","speaker":"a-porter","text":"The caf\u00e9 has no \u201clift\u201d \u2013 \ud83d\ude00.","topics":["lessons"]},"version":1}');
INSERT INTO "history" VALUES('1234567890',7,'2026-01-02 03:04:56.371780','1001','Ann','asked for','put-topic','topic','trams','{"deed":"put-topic","id":"trams","name":"Trams","version":1}');
CREATE TABLE questions (
	server TEXT NOT NULL, 
	question TEXT NOT NULL, 
	asked INTEGER NOT NULL, 
	last_day DATE NOT NULL, 
	PRIMARY KEY (server, question), 
	FOREIGN KEY(server) REFERENCES servers (id)
);
INSERT INTO "questions" VALUES('1234567890','what about trams',1,'2026-01-02');
CREATE TABLE schema_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT schema_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "schema_version" VALUES('0001');
CREATE TABLE servers (
	id TEXT NOT NULL, 
	revision INTEGER NOT NULL, 
	since INTEGER NOT NULL, 
	suggested INTEGER NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "servers" VALUES('local',6,0,0);
INSERT INTO "servers" VALUES('1234567890',7,0,2);
CREATE TABLE settings (
	server TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY (server, "key"), 
	FOREIGN KEY(server) REFERENCES servers (id)
);
INSERT INTO "settings" VALUES('1234567890','curator','"77"');
CREATE TABLE suggestions (
	server TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	who TEXT NOT NULL, 
	who_name TEXT NOT NULL, 
	channel TEXT NOT NULL, 
	token TEXT NOT NULL, 
	fields TEXT NOT NULL, 
	accepted BOOLEAN, 
	decided_at DATETIME, 
	decider TEXT, 
	decider_name TEXT, 
	reason TEXT, 
	decision_token TEXT, 
	first INTEGER, 
	last INTEGER, 
	PRIMARY KEY (server, number), 
	CONSTRAINT suggested_once UNIQUE (server, token), 
	FOREIGN KEY(server) REFERENCES servers (id)
);
INSERT INTO "suggestions" VALUES('1234567890',1,'2026-01-02 03:04:56.375911','1003','Cleo','7','press-2','{"text": "Build it."}',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "suggestions" VALUES('1234567890',2,'2026-01-02 03:04:56.378971','1003','Cleo','7','press-3','{"text": "Buy it."}',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE tokens (
	server TEXT NOT NULL, 
	token TEXT NOT NULL, 
	first INTEGER NOT NULL, 
	last INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	PRIMARY KEY (server, token), 
	FOREIGN KEY(server) REFERENCES servers (id)
);
INSERT INTO "tokens" VALUES('local','96a79a6b6d20997e75c0e185d8ac5616',1,6,'2026-01-02 03:04:54.872005');
INSERT INTO "tokens" VALUES('1234567890','6190bc64636ae080528138b05e2c6688',1,6,'2026-01-02 03:04:55.831893');
INSERT INTO "tokens" VALUES('1234567890','press-1',7,7,'2026-01-02 03:04:56.371780');
CREATE INDEX history_of_subject ON history (server, shelf, subject, revision);
CREATE INDEX suggestions_undecided ON suggestions (server, accepted, number);
CREATE INDEX suggestions_of_member ON suggestions (server, who, at);
COMMIT;
