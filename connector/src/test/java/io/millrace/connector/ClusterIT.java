package io.millrace.connector;

import org.junit.ClassRule;
import org.junit.runner.RunWith;
import org.junit.runners.Suite;

/**
 * MapReduce's examples and Hive on HDFS and YARN, on one cluster. The other tests that need one are in {@link ClusterJobsIT}, so
 * that two JVMs can run these and those side by side, and both end at about the same time.
 */
@RunWith(Suite.class)
@Suite.SuiteClasses({MapReduceExamples.class, HiveOnTheCluster.class})
public class ClusterIT {
    @ClassRule
    public static final HadoopCluster CLUSTER = HadoopCluster.SHARED;
}
