package io.millrace.connector;

import org.junit.ClassRule;
import org.junit.runner.RunWith;
import org.junit.runners.Suite;

/** All tests that need HDFS and YARN, on one cluster. */
@RunWith(Suite.class)
@Suite.SuiteClasses({MapReduceExamples.class, ScriptsOnTheCluster.class, HiveOnTheCluster.class, ClusterFaults.class})
public class ClusterIT {
    @ClassRule
    public static final HadoopCluster CLUSTER = HadoopCluster.SHARED;
}
