package io.millrace.checkpoint;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the stored plan of an iteration or, when it is the next new one, makes and stores it. Whatever happens to be
 * put, split or merged later, and however many planners run at once, all of them get the same plan for the same
 * iteration. Nothing of a stream may be read before this returns. Thread-safe when the store and the surveys are.
 */
public final class IterationPlanner {
    private final CheckpointStore store;
    private final IterationResolver resolver;
    private final Clock clock;
    private final Sleeper sleeper;

    /** A planner that goes by the system's clock. */
    public IterationPlanner(CheckpointStore store) {
        this(store, Clock.systemUTC(), Sleeper.REAL);
    }

    /**
     * A planner with its own time.
     *
     * @param store where plans are kept; stays open
     * @param clock tells when plans are made and how long a wait has lasted
     * @param sleeper waits between two looks at a silent stream
     */
    public IterationPlanner(CheckpointStore store, Clock clock, Sleeper sleeper) {
        this.store = store;
        this.resolver = new IterationResolver(store);
        this.clock = clock;
        this.sleeper = sleeper;
    }

    /**
     * The stored plan of the iteration asked for. Waits only when it is new, the whole stream is silent and the request
     * says so.
     *
     * @throws CheckpointException when the store fails, the iteration does not follow those that exist, the stream is
     *     another one than before, records may be lost and the request forbids it, or the wait is interrupted
     */
    public IterationPlan plan(PlanRequest request, StreamSurvey survey) {
        return planTogether(request, List.of(survey)).get(0);
    }

    /**
     * The stored plans of one iteration over several streams, in the order of the surveys. Those that are new are made
     * at one moment: every stream is surveyed before the first plan is stored. Planning waits only while all the
     * streams without a plan are silent. See {@link #plan}.
     */
    public List<IterationPlan> planTogether(PlanRequest request, List<StreamSurvey> surveys) {
        while (true) {
            List<IterationPlan> plans = planOnce(request, surveys);
            // Another run may have committed all of it while this one looked at the streams: then it is not next any
            // more.
            if (!(request.iteration() instanceof IterationChoice.Next)
                    || plans.stream().anyMatch(plan -> plan.state() == IterationPlan.State.PLANNED)) {
                return plans;
            }
        }
    }

    private List<IterationPlan> planOnce(PlanRequest request, List<StreamSurvey> surveys) {
        List<StreamTask> tasks = tasks(request, surveys);
        SilentWait wait = new SilentWait(request.silence().effective(), clock, sleeper);
        boolean mayWait = !(request.initial() instanceof Position.Latest)
                || !tasks.get(0).key().number().isFirst();
        while (true) {
            tasks.forEach(StreamTask::lookUp);
            List<StreamTask> open = tasks.stream().filter(StreamTask::isOpen).toList();
            List<StreamDraft> drafts = new ArrayList<>();
            open.forEach(task -> drafts.add(task.draft(request, clock.instant())));
            boolean silent = !drafts.isEmpty() && drafts.stream().allMatch(StreamDraft::isSilent);
            if (silent
                    && mayWait
                    && wait.pause("the first new record for " + open.get(0).key())) {
                continue;
            }
            for (int i = 0; i < open.size(); i++) {
                open.get(i).store(request, drafts.get(i));
            }
            return tasks.stream().map(task -> task.stored().orElseThrow()).toList();
        }
    }

    private List<StreamTask> tasks(PlanRequest request, List<StreamSurvey> surveys) {
        List<StreamIdentity> streams =
                surveys.stream().map(StreamSurvey::identity).toList();
        List<String> arns = streams.stream().map(StreamIdentity::arn).toList();
        Set<String> distinct = new HashSet<>(arns);
        if (distinct.size() < arns.size() || arns.isEmpty()) {
            throw new IllegalArgumentException("one survey for each stream is needed, but these were given: " + arns);
        }
        IterationNumber number = resolver.resolve(request.iteration(), request.reader(), arns);
        List<StreamTask> tasks = new ArrayList<>();
        for (int i = 0; i < surveys.size(); i++) {
            IterationKey key = new IterationKey(request.reader(), arns.get(i), number);
            tasks.add(new StreamTask(store, key, streams.get(i), surveys.get(i)));
        }
        return tasks;
    }
}
