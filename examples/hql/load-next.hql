-- Loads the next iteration into a partition of its own: what to run again and again, by whatever scheduler there is. Nothing
-- counts but the iterations themselves. A run that fails moves nothing on: the next one reads the same records and
-- overwrites the same partition. Needs the tables of create-tables.hql.
--
--   bin/millrace hive -f examples/hql/load-next.hql

CREATE TABLE IF NOT EXISTS access_archive (
  client STRING, requested_at STRING, method STRING, page STRING, status INT, size STRING, shard_id STRING,
  sequence_number STRING, arrived_at TIMESTAMP)
PARTITIONED BY (iteration_no INT)
STORED AS ORC;

CREATE TEMPORARY FUNCTION iteration_number AS 'io.millrace.hive.IterationNumberFunction';

SET kinesis.checkpoint.enabled = true;
SET kinesis.checkpoint.metastore.table.name = millrace_iterations;
SET kinesis.checkpoint.logical.name = access-archive;
SET kinesis.checkpoint.iteration.no = next;
SET hive.exec.dynamic.partition.mode = nonstrict;

INSERT OVERWRITE TABLE access_archive PARTITION (iteration_no)
SELECT
  client, requested_at, method, page, status, size, `__shard_id`, `__sequence_number`,
  CAST(from_unixtime(`__timestamp` DIV 1000) AS TIMESTAMP), iteration_number()
FROM access_log;
