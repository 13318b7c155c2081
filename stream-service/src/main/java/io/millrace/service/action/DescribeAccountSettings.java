package io.millrace.service.action;

import io.millrace.service.wire.Input;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Tells what the account has chosen for the region. */
final class DescribeAccountSettings implements Action {
    private static final Shape INPUT = Shape.of();

    private final Core core;

    DescribeAccountSettings(Core core) {
        this.core = core;
    }

    @Override
    public Shape input() {
        return INPUT;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        caller.checkAllStreams();
        return CompletableFuture.completedFuture(BillingCommitment.reply(
                core.catalogue().account(caller.home()), core.clock().instant()));
    }
}
