package io.millrace.service.action;

import io.millrace.service.error.ServiceException.ResourceNotFoundException;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Removes the policy of a stream or consumer. */
final class DeleteResourcePolicy implements Action {
    private static final Shape INPUT = Shape.of(Members.resourceArn().needed());

    private final Core core;

    DeleteResourcePolicy(Core core) {
        this.core = core;
    }

    @Override
    public Shape input() {
        return INPUT;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        Policies.Owner owner = Policies.resource(core, caller, input);
        if (owner.policy().isEmpty()) {
            throw new ResourceNotFoundException("No resource policy found for resource ARN " + owner.arn() + ".");
        }
        owner.change(null);
        return CompletableFuture.completedFuture(Reply.NOTHING);
    }
}
