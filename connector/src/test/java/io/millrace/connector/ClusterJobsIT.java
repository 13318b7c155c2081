package io.millrace.connector;

import org.junit.ClassRule;
import org.junit.runner.RunWith;
import org.junit.runners.Suite;

/**
 * Commands and MapReduce jobs on HDFS and YARN, on one cluster that loses tasks, nodes and masters at the end. Apart from {@link ClusterIT},
 * which has a JVM and a cluster of its own beside this one's: by their names both come first.
 */
@RunWith(Suite.class)
@Suite.SuiteClasses({ScriptsOnTheCluster.class, PigOnTez.class, ClusterFaults.class})
public class ClusterJobsIT {
    @ClassRule
    public static final HadoopCluster CLUSTER = HadoopCluster.SHARED;
}
