-- As scripts for the first connector make their tables: no EXTERNAL, the old class name.
DROP TABLE IF EXISTS apachelog;
CREATE TABLE apachelog (
  host STRING,
  identity STRING,
  remote_user STRING,
  request_time STRING,
  request STRING,
  status STRING,
  size STRING)
ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.RegexSerDe'
WITH SERDEPROPERTIES (
  "input.regex" = "([^ ]*) ([^ ]*) ([^ ]*) \\[([^\\]]*)\\] \"([^\"]*)\" ([0-9]*) ([0-9-]*).*"
)
STORED BY
'com.amazon.emr.kinesis.hive.KinesisStorageHandler'
TBLPROPERTIES("kinesis.stream.name"="AccessLogStream");

CREATE TABLE IF NOT EXISTS apachelog_archive (host STRING, request STRING, status STRING)
PARTITIONED BY (iteration_no INT);
