PRAGMA application_id = 1262570825;
BEGIN TRANSACTION;
CREATE TABLE answers (
	assessment TEXT NOT NULL, 
	item TEXT NOT NULL, 
	status TEXT, 
	note TEXT NOT NULL, 
	PRIMARY KEY (assessment, item), 
	FOREIGN KEY(assessment) REFERENCES assessments (id)
);
INSERT INTO "answers" VALUES('bmrwy2wm','2.10','2','belum merata
	lihat lampiran');
INSERT INTO "answers" VALUES('bmrwy2wm','1.1','A','');
INSERT INTO "answers" VALUES('bmrwy2wm','3.1',NULL,'tanya bagian umum');
CREATE TABLE assessments (
	id TEXT NOT NULL, 
	instrument TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	previous TEXT, 
	created TEXT NOT NULL, 
	created_by TEXT NOT NULL, 
	changed TEXT NOT NULL, 
	place TEXT, 
	deleted TEXT, 
	organisation TEXT NOT NULL, 
	unit TEXT NOT NULL, 
	address TEXT NOT NULL, 
	phone TEXT NOT NULL, 
	email TEXT NOT NULL, 
	assessor TEXT NOT NULL, 
	position TEXT NOT NULL, 
	date TEXT NOT NULL, 
	scope TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(previous) REFERENCES assessments (id)
);
INSERT INTO "assessments" VALUES('bmrwy2wm','kami-5.0','d',NULL,'2026-03-01T08:30:00.000000+00:00','petugas','2026-03-01T08:30:00.000000+00:00',NULL,NULL,'Dinas Kominfo','','','','','Petugas Contoh','','2026-02-28','SIAK');
CREATE TABLE evidence (
	assessment TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	title TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	location TEXT NOT NULL, 
	dated TEXT NOT NULL, 
	valid_until TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	PRIMARY KEY (assessment, "key"), 
	FOREIGN KEY(assessment) REFERENCES assessments (id)
);
INSERT INTO "evidence" VALUES('bmrwy2wm','E2','SK Tim','policy','SK-12/2025','2025-04-01','2027-04-01','abababababababababababababababababababababababababababababababab',0);
INSERT INTO "evidence" VALUES('bmrwy2wm','E1','Foto [ruang server]','','','','','',1);
CREATE TABLE journal (
	seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	assessment TEXT NOT NULL, 
	at TEXT NOT NULL, 
	who TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	field TEXT NOT NULL, 
	"before" TEXT, 
	"after" TEXT, 
	FOREIGN KEY(assessment) REFERENCES assessments (id)
);
INSERT INTO "journal" VALUES(1,'bmrwy2wm','2026-03-01T08:30:00.000000+00:00','petugas','profile','','organisation','','Dinas Kominfo');
INSERT INTO "journal" VALUES(2,'bmrwy2wm','2026-03-01T08:30:00.000000+00:00','petugas','profile','','assessor','','Petugas Contoh');
INSERT INTO "journal" VALUES(3,'bmrwy2wm','2026-03-01T08:30:00.000000+00:00','petugas','profile','','date','','2026-02-28');
INSERT INTO "journal" VALUES(4,'bmrwy2wm','2026-03-01T08:30:00.000000+00:00','petugas','profile','','scope','','SIAK');
INSERT INTO "journal" VALUES(5,'bmrwy2wm','2026-03-01T08:30:00.000000+00:00','petugas','evidence','E2','title',NULL,'SK Tim');
INSERT INTO "journal" VALUES(6,'bmrwy2wm','2026-03-01T08:30:00.000000+00:00','petugas','evidence','E2','kind','','policy');
INSERT INTO "journal" VALUES(7,'bmrwy2wm','2026-03-01T08:30:00.000000+00:00','petugas','evidence','E2','location','','SK-12/2025');
INSERT INTO "journal" VALUES(8,'bmrwy2wm','2026-03-01T08:30:00.000000+00:00','petugas','evidence','E2','dated','','2025-04-01');
INSERT INTO "journal" VALUES(9,'bmrwy2wm','2026-03-01T08:30:00.000000+00:00','petugas','evidence','E2','valid_until','','2027-04-01');
INSERT INTO "journal" VALUES(10,'bmrwy2wm','2026-03-01T08:30:00.000000+00:00','petugas','evidence','E2','sha256','','abababababababababababababababababababababababababababababababab');
INSERT INTO "journal" VALUES(11,'bmrwy2wm','2026-03-01T08:30:00.000000+00:00','petugas','evidence','E1','title',NULL,'Foto [ruang server]');
INSERT INTO "journal" VALUES(12,'bmrwy2wm','2026-03-01T08:30:00.000000+00:00','petugas','answer','2.10','status',NULL,'2');
INSERT INTO "journal" VALUES(13,'bmrwy2wm','2026-03-01T08:30:00.000000+00:00','petugas','answer','2.10','note','','belum merata
	lihat lampiran');
INSERT INTO "journal" VALUES(14,'bmrwy2wm','2026-03-01T08:30:00.000000+00:00','petugas','link','2.10','E2',NULL,'1');
INSERT INTO "journal" VALUES(15,'bmrwy2wm','2026-03-01T08:30:00.000000+00:00','petugas','link','2.10','E1',NULL,'1');
INSERT INTO "journal" VALUES(16,'bmrwy2wm','2026-03-01T08:30:00.000000+00:00','petugas','answer','1.1','status',NULL,'A');
INSERT INTO "journal" VALUES(17,'bmrwy2wm','2026-03-01T08:30:00.000000+00:00','petugas','answer','3.1','note','','tanya bagian umum');
CREATE TABLE links (
	assessment TEXT NOT NULL, 
	item TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	PRIMARY KEY (assessment, item, "key"), 
	FOREIGN KEY(assessment) REFERENCES assessments (id)
);
INSERT INTO "links" VALUES('bmrwy2wm','2.10','E2',0);
INSERT INTO "links" VALUES('bmrwy2wm','2.10','E1',1);
CREATE INDEX journal_of_assessment ON journal (assessment, seq);
CREATE TRIGGER journal_is_not_altered BEFORE UPDATE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_is_not_shortened BEFORE DELETE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_is_not_overwritten BEFORE INSERT ON journal
    WHEN EXISTS (SELECT 1 FROM journal WHERE seq = NEW.seq)
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('journal',17);
COMMIT;
PRAGMA user_version = 1;
