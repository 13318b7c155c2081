-- The top 10 errors by region and page, of one iteration of a stream of web server log lines.
--
--   bin/millrace hive -f examples/hql/top-errors.hql --hivevar stream=access --hivevar iteration=0
--
-- iteration: a number; asked for again, it gives the same rows again. Or 'next', the oldest one that is not done yet.

-- A line of a web server's log in the combined format. A line that is not in that format has NULL in every column.
CREATE EXTERNAL TABLE IF NOT EXISTS access_log (
  client STRING, ident STRING, user_name STRING, requested_at STRING, method STRING, page STRING, protocol STRING,
  status INT, size STRING, referrer STRING, agent STRING)
ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.RegexSerDe'
WITH SERDEPROPERTIES (
  'input.regex' = '(\\S+) (\\S+) (\\S+) \\[([^\\]]*)\\] "(?:([^ "]*) ([^ "]*)(?: ([^ "]*))?|(?:[^"\\\\]|\\\\.)*)" (\\d{3}) (\\d+|-)(?: "([^"]*)" "(.*)")?.*')
STORED BY 'io.millrace.hive.KinesisStorageHandler'
TBLPROPERTIES ('kinesis.stream.name' = '${hivevar:stream}');

-- The first number of a client's address tells which registry of the Internet gave the address out, and so the region.
CREATE VIEW IF NOT EXISTS access_by_region AS
SELECT
  numbered.*,
  CASE
    WHEN network IN (41, 102, 105, 154, 196, 197) THEN 'Africa'
    WHEN network IN (1, 14, 27, 36, 39, 42, 43, 49, 58, 59, 60, 61, 101, 103, 106, 133, 150, 153, 163, 171, 175, 180, 182,
      183, 202, 203, 210, 211) OR network BETWEEN 110 AND 126 OR network BETWEEN 218 AND 223 THEN 'Asia and Pacific'
    WHEN network IN (2, 5, 31, 37, 46, 51, 53, 57, 62, 109, 141, 145, 151, 176, 178, 185, 188, 193, 194, 195, 212, 213, 217)
      OR network BETWEEN 77 AND 95 THEN 'Europe'
    WHEN network IN (177, 179, 181, 186, 187, 189, 190, 191, 200, 201) THEN 'Latin America'
    WHEN network BETWEEN 3 AND 216 THEN 'North America'
    ELSE 'unknown'
  END AS region
FROM (
  SELECT client, requested_at, method, page, status, CAST(regexp_extract(client, '^(\\d+)\\.', 1) AS INT) AS network
  FROM access_log) numbered;

SET kinesis.checkpoint.enabled = true;
SET kinesis.checkpoint.metastore.table.name = millrace_iterations;
SET kinesis.checkpoint.logical.name = top-errors;
SET kinesis.checkpoint.iteration.no = ${hivevar:iteration};

SELECT region, page, count(*) AS errors
FROM access_by_region
WHERE status >= 400
GROUP BY region, page
ORDER BY errors DESC, region, page
LIMIT 10;
