package io.millrace.service.action;

import io.millrace.service.policy.NewPolicy;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Member;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Attaches a policy to a stream or consumer, in place of the one that it has. */
final class PutResourcePolicy implements Action {
    private static final Shape INPUT = Shape.of(
            Members.resourceArn().needed(), Member.text(Policies.POLICY).needed());

    private final Core core;

    PutResourcePolicy(Core core) {
        this.core = core;
    }

    @Override
    public Shape input() {
        return INPUT;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        Policies.Owner owner = Policies.resource(core, caller, input);
        String policy = input.text(Policies.POLICY);
        NewPolicy.check(policy, owner.arn(), Actions.over(core).keySet());
        owner.change(policy);
        return CompletableFuture.completedFuture(Reply.NOTHING);
    }
}
