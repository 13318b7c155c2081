package io.millrace.service.action;

import io.millrace.service.wire.Input;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Gives the policy of a stream or consumer as it was put; an empty one when there is none, as on AWS. */
record GetResourcePolicy(PolicyOwners owners) implements Action {
    private static final Shape INPUT = Shape.of(Members.resourceArn().needed());

    @Override
    public Shape input() {
        return INPUT;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        String policy = owners.of(caller, input).policy().orElse("{}");
        return CompletableFuture.completedFuture(out -> out.text(PolicyOwners.POLICY, policy));
    }
}
