package io.millrace.cascading;

import cascading.flow.Flow;
import cascading.flow.FlowListener;
import io.millrace.split.JobIteration;
import io.millrace.split.ReadIterations;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.hadoop.conf.Configuration;

/**
 * Commits the iterations that a flow has read, all together, when it has ended well and its sinks are committed: {@code
 * flow.addListener(new FlowIterations())}. A flow that fails or is stopped commits none, and neither does one without this
 * listener. A commit that fails fails the flow, with an exception of Cascading's that leaves the reason to its log. Thread-safe.
 */
public final class FlowIterations implements FlowListener {
    private static final String FLOW = "cascading.flow.id";
    /** By flow that runs with this listener, in this JVM. */
    private static final Map<String, Reads> FLOWS = new ConcurrentHashMap<>();

    /**
     * What one flow reads.
     *
     * @param planned the configurations of its reads that were planned
     * @param hasOneSink whether nothing can fail any more when its sink is committed
     */
    private record Reads(Queue<Configuration> planned, boolean hasOneSink) {
        ReadIterations all() {
            return JobIteration.read(List.copyOf(planned));
        }
    }

    /** Notes a read that {@link JobIteration} has planned with this configuration. */
    static void note(Configuration planned) {
        Reads reads = FLOWS.get(planned.get(FLOW, ""));
        if (reads != null) {
            reads.planned().add(new Configuration(planned));
        }
    }

    /**
     * Makes sure that a flow that runs with this listener may still commit what it has read, before its sinks are committed.
     *
     * @param flow its configuration
     * @return what is to be committed with the sink; none where the flow has other sinks as well, which may fail
     */
    static ReadIterations checked(Configuration flow) {
        Reads reads = FLOWS.get(flow.get(FLOW, ""));
        if (reads == null) {
            return new ReadIterations();
        }
        reads.all().check();
        return reads.hasOneSink() ? reads.all() : new ReadIterations();
    }

    @Override
    public void onStarting(@SuppressWarnings("rawtypes") Flow flow) {
        FLOWS.put(
                flow.getID(),
                new Reads(
                        new ConcurrentLinkedQueue<>(), flow.getSinksCollection().size() == 1));
    }

    @Override
    public void onStopping(@SuppressWarnings("rawtypes") Flow flow) {}

    @Override
    public void onCompleted(@SuppressWarnings("rawtypes") Flow flow) {
        Reads reads = FLOWS.remove(flow.getID());
        if (reads != null && flow.getFlowStats().isSuccessful()) {
            // Those that were committed with the sink once more, which changes nothing.
            reads.all().commit();
        }
    }

    /** The flow's own business. */
    @Override
    public boolean onThrowable(@SuppressWarnings("rawtypes") Flow flow, Throwable failure) {
        return false;
    }
}
