package io.millrace.service.action;

import io.millrace.service.error.ServiceException.LimitExceededException;
import io.millrace.service.quota.CallQuotas;
import io.millrace.service.wire.Answer;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Shape;
import java.util.concurrent.CompletionStage;

/** An operation that may not be called as often as anyone likes. */
record LimitedAction(Action inner, CallQuotas calls) implements Action {
    @Override
    public Shape input() {
        return inner.input();
    }

    @Override
    public CompletionStage<? extends Answer> run(Caller caller, Input input) {
        String stream = input.maybeText(Members.STREAM_NAME)
                .or(() -> input.maybeText(Members.STREAM_ARN))
                .orElse("");
        if (!calls.allows(caller.account(), caller.region(), name(), stream)) {
            throw new LimitExceededException("Rate exceeded for "
                    + (stream.isEmpty() ? "" : "stream " + stream + " under ") + "account " + caller.account() + ".");
        }
        return inner.run(caller, input);
    }

    @Override
    public long mostAnswerBytes() {
        return inner.mostAnswerBytes();
    }

    @Override
    public String name() {
        return inner.name();
    }
}
