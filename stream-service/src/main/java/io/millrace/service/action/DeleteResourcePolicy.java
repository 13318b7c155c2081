package io.millrace.service.action;

import io.millrace.service.error.ServiceException.ResourceNotFoundException;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Removes the policy of a stream or consumer. */
record DeleteResourcePolicy(PolicyOwners owners) implements Action {
    private static final Shape INPUT = Shape.of(Members.resourceArn().needed());

    @Override
    public Shape input() {
        return INPUT;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        PolicyOwners.Owner owner = owners.of(caller, input);
        if (owner.policy().isEmpty()) {
            throw new ResourceNotFoundException("No resource policy found for resource ARN " + owner.arn() + ".");
        }
        owner.change(null);
        return CompletableFuture.completedFuture(Reply.NOTHING);
    }
}
