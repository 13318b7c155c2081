package io.millrace.service.action;

import io.millrace.service.policy.NewPolicy;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Member;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Attaches a policy to a stream or consumer, in place of the one that it has.
 *
 * @param operations names of all operations, this one included: those that a policy may speak of
 */
record PutResourcePolicy(PolicyOwners owners, Set<String> operations) implements Action {
    private static final Shape INPUT = Shape.of(
            Members.resourceArn().needed(), Member.text(PolicyOwners.POLICY).needed());

    /** Beside the operations of these names. */
    static PutResourcePolicy among(Set<String> others, PolicyOwners owners) {
        Set<String> all = new HashSet<>(others);
        all.add(PutResourcePolicy.class.getSimpleName());
        return new PutResourcePolicy(owners, all);
    }

    @Override
    public Shape input() {
        return INPUT;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        PolicyOwners.Owner owner = owners.of(caller, input);
        String policy = input.text(PolicyOwners.POLICY);
        NewPolicy.check(policy, owner.arn(), operations);
        owner.change(policy);
        return CompletableFuture.completedFuture(Reply.NOTHING);
    }
}
