package io.millrace.service.action;

import io.millrace.service.policy.NewPolicy;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Member;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Attaches a policy to a stream or consumer, in place of the one that it has. */
record PutResourcePolicy(PolicyOwners owners, Supplier<Set<String>> operations) implements Action {
    private static final Shape INPUT = Shape.of(
            Members.resourceArn().needed(), Member.text(PolicyOwners.POLICY).needed());

    @Override
    public Shape input() {
        return INPUT;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        PolicyOwners.Owner owner = owners.of(caller, input);
        String policy = input.text(PolicyOwners.POLICY);
        NewPolicy.check(policy, owner.arn(), operations.get());
        owner.change(policy);
        return CompletableFuture.completedFuture(Reply.NOTHING);
    }
}
