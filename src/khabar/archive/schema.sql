-- The archive as it is now; migrations.py brings older files to it. Derived tables (repeated, story …) are
-- functions of `version` and the settings.

CREATE TABLE fact (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

-- Every version of every report that was ever given, also those another report holds the id of.
-- state: current (the one that counts), kept (an older version), same text (another page with a kept text),
-- set aside (another text under an id that belongs to another URL and outlet).
CREATE TABLE version (
  report TEXT NOT NULL,
  version TEXT NOT NULL,
  address TEXT NOT NULL,
  outlet TEXT NOT NULL,
  state TEXT NOT NULL,
  source TEXT NOT NULL,
  record TEXT NOT NULL,
  PRIMARY KEY (report, version, address, outlet)
);
CREATE UNIQUE INDEX version_current ON version (report) WHERE state = 'current';
CREATE INDEX version_set_aside ON version (report) WHERE state = 'set aside';

-- One row for each report: what lists and filters need of its current version, and what was derived.
CREATE TABLE report (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  version TEXT NOT NULL,
  address TEXT NOT NULL,
  outlet TEXT,
  agency TEXT,
  language TEXT,
  title TEXT NOT NULL,
  published TEXT,
  instant REAL,
  complete INTEGER NOT NULL,
  repeated TEXT NOT NULL DEFAULT '[]',
  story TEXT,
  position INTEGER,
  copy_family TEXT
);
CREATE INDEX report_instant ON report (instant, id);
CREATE INDEX report_story ON report (story, position);

CREATE TABLE outlet (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
);

-- Which paragraphs (by hash) an outlet prints in which reports.
CREATE TABLE line (
  outlet INTEGER NOT NULL,
  hash INTEGER NOT NULL,
  report INTEGER NOT NULL,
  PRIMARY KEY (outlet, hash, report)
) WITHOUT ROWID;
CREATE INDEX line_report ON line (report);

CREATE TABLE profile (
  report TEXT PRIMARY KEY,
  content BLOB NOT NULL
);

-- Which profiles are worth comparing: the time in days, the centred unit vector in half precision.
CREATE TABLE point (
  report TEXT PRIMARY KEY,
  instant REAL,
  vector BLOB NOT NULL
);
CREATE INDEX point_instant ON point (instant, report);

-- Scored pairs of reports, lesser id left; copy: whether they are one text.
CREATE TABLE link (
  lesser TEXT NOT NULL,
  greater TEXT NOT NULL,
  score REAL NOT NULL,
  copy INTEGER NOT NULL,
  PRIMARY KEY (lesser, greater)
) WITHOUT ROWID;
CREATE INDEX link_greater ON link (greater, lesser, score, copy);

CREATE TABLE story (
  id TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  titles TEXT NOT NULL,
  languages TEXT NOT NULL,
  outlets TEXT NOT NULL,
  reports INTEGER NOT NULL,
  independent INTEGER NOT NULL,
  first_published TEXT,
  last_published TEXT,
  first_instant REAL,
  last_instant REAL
);
CREATE INDEX story_rank ON story (independent, last_instant, id);

-- Every story id ever given, and the report it was made from: the story that holds this report answers to it.
CREATE TABLE story_origin (
  id TEXT PRIMARY KEY,
  report TEXT NOT NULL
);
CREATE INDEX story_origin_report ON story_origin (report);

CREATE TABLE story_change (
  number INTEGER PRIMARY KEY,
  story TEXT NOT NULL,
  kind TEXT NOT NULL,
  time TEXT NOT NULL,
  others TEXT NOT NULL
);
CREATE INDEX story_change_story ON story_change (story);

CREATE TABLE set_aside (
  number INTEGER PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE,
  source TEXT NOT NULL,
  reason TEXT NOT NULL,
  retry TEXT NOT NULL,
  record TEXT,
  time TEXT NOT NULL
);

-- Inputs that became reports, by fingerprint: they are not cleaned and encoded again.
CREATE TABLE input (
  mark TEXT PRIMARY KEY
) WITHOUT ROWID;

-- Without content: title and text stand in `version`, and searchable.py makes the words from them again.
-- The tokenizer `ascii` parts at spaces only, since searchable.py has made words of every script already.
CREATE VIRTUAL TABLE search USING fts5 (title, body, content = '', tokenize = 'ascii');
