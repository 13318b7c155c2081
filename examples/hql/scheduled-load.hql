-- Has Hive itself load one iteration after the other: a scheduled query that reads the next one every ten minutes. Its
-- HiveServer2 must run scheduled queries (hive.scheduled.queries.executor.enabled = true), with the connector's jar on its
-- class path. Run it once, on that server:
--
--   beeline -u jdbc:hive2://HOST:10000 --hivevar stream=access -f examples/hql/scheduled-load.hql
--
-- What it has done: SELECT * FROM information_schema.scheduled_executions. To load at once, by the executor:
-- ALTER SCHEDULED QUERY load_access_archive EXECUTE. To stop it: DROP SCHEDULED QUERY load_access_archive.

CREATE TABLE IF NOT EXISTS access_archive (
  client STRING, requested_at STRING, method STRING, page STRING, status INT, size STRING, shard_id STRING,
  sequence_number STRING, arrived_at TIMESTAMP)
PARTITIONED BY (iteration_no INT)
STORED AS ORC;

-- A scheduled query runs in a session of its own. Nothing can be SET there, so the table says which iteration is read; and the
-- session is in the database default: in another one, write its name before the function and the table of the INSERT.
CREATE EXTERNAL TABLE IF NOT EXISTS access_log_next (
  client STRING, ident STRING, user_name STRING, requested_at STRING, method STRING, page STRING, protocol STRING,
  status INT, size STRING, referrer STRING, agent STRING)
ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.RegexSerDe'
WITH SERDEPROPERTIES (
  'input.regex' = '(\\S+) (\\S+) (\\S+) \\[([^\\]]*)\\] "(?:([^ "]*) ([^ "]*)(?: ([^ "]*))?|(?:[^"\\\\]|\\\\.)*)" (\\d{3}) (\\d+|-)(?: "([^"]*)" "(.*)")?.*')
STORED BY 'io.millrace.hive.KinesisStorageHandler'
TBLPROPERTIES (
  'kinesis.stream.name' = '${hivevar:stream}',
  'kinesis.checkpoint.enabled' = 'true',
  'kinesis.checkpoint.metastore.table.name' = 'millrace_iterations',
  'kinesis.checkpoint.logical.name' = 'access-archive',
  'kinesis.checkpoint.iteration.no' = 'next');

CREATE FUNCTION iteration_number AS 'io.millrace.hive.IterationNumberFunction';

CREATE SCHEDULED QUERY load_access_archive EVERY 10 MINUTES AS
INSERT OVERWRITE TABLE access_archive PARTITION (iteration_no)
SELECT
  client, requested_at, method, page, status, size, `__shard_id`, `__sequence_number`,
  CAST(from_unixtime(`__timestamp` DIV 1000) AS TIMESTAMP), iteration_number()
FROM access_log_next;
