-- Joins two streams on one iteration: the errors of a web server, and who the clients are, from a second stream of lines
-- such as "192.0.2.7,Miller". Both streams are planned at one moment under one logical name and number. Needs the tables of
-- create-tables.hql.
--
--   bin/millrace hive -f examples/hql/join-two-streams.hql --hivevar owners_stream=owners --hivevar iteration=0

CREATE EXTERNAL TABLE IF NOT EXISTS owners (client STRING, owner STRING)
ROW FORMAT DELIMITED FIELDS TERMINATED BY ','
STORED BY 'io.millrace.hive.KinesisStorageHandler'
TBLPROPERTIES ('kinesis.stream.name' = '${hivevar:owners_stream}');

SET kinesis.checkpoint.enabled = true;
SET kinesis.checkpoint.metastore.table.name = millrace_iterations;
SET kinesis.checkpoint.logical.name = errors-by-owner;
SET kinesis.checkpoint.iteration.no = ${hivevar:iteration};

SELECT owners.owner, access_log.status, count(*) AS errors
FROM access_log
JOIN owners ON access_log.client = owners.client
WHERE access_log.status >= 400
GROUP BY owners.owner, access_log.status
ORDER BY errors DESC, owner, status;
