package io.millrace.service.action;

import io.millrace.service.error.ServiceException.DryRunOperationException;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Member;

/** Requests that only ask whether they would succeed. Stateless. */
final class DryRun {
    private static final String DRY_RUN = "DryRun";

    private DryRun() {}

    static Member member() {
        return Member.flag(DRY_RUN);
    }

    /**
     * Ends such a request, of which everything was checked that can be without doing it.
     *
     * @throws DryRunOperationException when it is one
     */
    static void end(Input input) {
        if (input.maybeFlag(DRY_RUN).orElse(false)) {
            throw new DryRunOperationException("Request would have succeeded, but the DryRun flag is set.");
        }
    }
}
