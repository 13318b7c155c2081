package io.millrace.publish;

import java.io.IOException;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.JobID;

/**
 * How Tez names a vertex and its masters in the settings of a Hadoop committer. The committers that Tez calls in tasks find the vertex
 * within the job's name, those that it calls in the master find it in a setting (from Tez 0.10.1 on). Of a DAG whose master was lost, the
 * next one takes those vertices for done whose end it knows of, without a word to their committers, though a task of them may run again, when what
 * it has made for others is lost; it sets the others up and runs all of their tasks again, and counts attempts anew where the history was
 * lost as well. Stateless.
 */
public final class TezVertex {
    private static final String TEZ = "tez_";
    private static final String INDEX = "mapreduce.task.vertex.id";
    /** What Tez tells a committer of the DAG. */
    private static final String GRAPH = "job.committer.uuid";

    private TezVertex() {}

    /**
     * The tasks of the vertex that a committer in one of them is asked for.
     *
     * @param job what the committer is told of the job
     */
    public static TaskGroup ofTask(JobID job, Configuration conf) {
        return group(job.getJtIdentifier(), job, conf);
    }

    /**
     * The tasks of the vertex that a committer in the master is asked for.
     *
     * @param job what the committer is told of the job
     * @throws IOException when Tez does not say which vertex it is and this is not the DAG's first master, so that what is committed by tasks
     *     that run again could not be told from what was committed before
     */
    public static TaskGroup ofMaster(JobID job, Configuration conf) throws IOException {
        OptionalInt index = conf.get(INDEX) == null ? OptionalInt.empty() : OptionalInt.of(conf.getInt(INDEX, 0));
        if (index.isEmpty() && TaskGroup.masterIn(conf) > 1) {
            throw new IOException("a Tez before 0.10.1 does not tell which vertex runs again after its master was lost:"
                    + " nothing is published; start it again");
        }
        return group(job.getJtIdentifier() + (index.isPresent() ? index.getAsInt() : ""), job, conf);
    }

    private static TaskGroup group(String vertex, JobID job, Configuration conf) {
        return new TaskGroup(
                TEZ + vertex + "_" + job.getId() + "-" + conf.get(GRAPH, ""),
                TaskGroup.masterIn(conf),
                TaskGroup.Counts.WHEN_COMMITTED);
    }
}
