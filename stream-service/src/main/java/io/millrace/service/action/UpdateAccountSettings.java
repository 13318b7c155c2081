package io.millrace.service.action;

import io.millrace.service.stream.AccountSettings;
import io.millrace.service.stream.Accounts;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Member;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Changes what the account has chosen for the region. */
record UpdateAccountSettings(Accounts accounts, InstantSource clock) implements Action {
    private static final Shape INPUT = Shape.of(Member.object(
                    BillingCommitment.NAME,
                    Shape.of(Member.text(BillingCommitment.STATUS)
                            .needed()
                            .oneOf(BillingCommitment.ENABLED, BillingCommitment.DISABLED)))
            .needed());

    @Override
    public Shape input() {
        return INPUT;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        caller.checkAllStreams();
        String status = input.object(BillingCommitment.NAME).text(BillingCommitment.STATUS);
        Instant now = clock.instant();
        AccountSettings after = accounts.change(
                caller.home(),
                settings -> status.equals(BillingCommitment.ENABLED) ? settings.enable(now) : settings.disable(now));
        return CompletableFuture.completedFuture(BillingCommitment.reply(after, now));
    }
}
