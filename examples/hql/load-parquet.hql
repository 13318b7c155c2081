-- Loads the iteration that is next into Parquet files, a folder for each: for Impala, DuckDB, Spark and whatever else reads
-- Parquet. Needs the tables of create-tables.hql.
--
--   bin/millrace hive -f examples/hql/load-parquet.hql --hivevar folder=hdfs:///warehouse/access_parquet

CREATE EXTERNAL TABLE IF NOT EXISTS access_parquet (
  client STRING, page STRING, status INT, bytes BIGINT, arrived_ms BIGINT, shard_id STRING, sequence_number STRING)
PARTITIONED BY (iteration_no BIGINT)
STORED AS PARQUET
LOCATION '${hivevar:folder}'
TBLPROPERTIES ('parquet.compression' = 'SNAPPY');

SET kinesis.checkpoint.enabled = true;
SET kinesis.checkpoint.metastore.table.name = millrace_iterations;
SET kinesis.checkpoint.logical.name = access-parquet;
SET kinesis.checkpoint.iteration.no = next;

CREATE TEMPORARY FUNCTION iteration_number AS 'io.millrace.hive.IterationNumberFunction';

-- iteration_number() is the number that 'next' has become. Overwriting makes the load of an iteration that failed half way the
-- same when it is run again.
SET hive.exec.dynamic.partition.mode = nonstrict;
INSERT OVERWRITE TABLE access_parquet PARTITION (iteration_no)
SELECT client, page, status, CAST(size AS BIGINT), `__timestamp`, `__shard_id`, `__sequence_number`, iteration_number()
FROM access_log;
