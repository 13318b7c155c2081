-- The ten pages with the most errors, of one iteration of a stream of web server log lines: the same question that the
-- examples for Pig, Hadoop Streaming, MapReduce and Cascading answer.
--
--   bin/millrace hive -f examples/hql/top-pages.hql --hivevar stream=access --hivevar iteration=0

-- A line that is in another format has NULL in both columns.
CREATE EXTERNAL TABLE IF NOT EXISTS requests (page STRING, status INT)
ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.RegexSerDe'
WITH SERDEPROPERTIES ('input.regex' = '^\\S+ \\S+ \\S+ \\[[^\\]]+\\] "\\S+ (\\S+)[^"]*" (\\d{3}) .*$')
STORED BY 'io.millrace.hive.KinesisStorageHandler'
TBLPROPERTIES ('kinesis.stream.name' = '${hivevar:stream}');

SET kinesis.checkpoint.enabled = true;
SET kinesis.checkpoint.metastore.table.name = millrace_iterations;
SET kinesis.checkpoint.logical.name = top-errors;
SET kinesis.checkpoint.iteration.no = ${hivevar:iteration};

SELECT page, count(*) AS errors
FROM requests
WHERE status >= 400
GROUP BY page
ORDER BY errors DESC, page
LIMIT 10;
