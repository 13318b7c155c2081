package io.millrace.service.action;

import io.millrace.service.stream.Accounts;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Tells what the account has chosen for the region. */
record DescribeAccountSettings(Accounts accounts, InstantSource clock) implements Action {
    private static final Shape INPUT = Shape.of();

    @Override
    public Shape input() {
        return INPUT;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        caller.checkAllStreams();
        return CompletableFuture.completedFuture(
                BillingCommitment.reply(accounts.find(caller.home()), clock.instant()));
    }
}
