package io.millrace.service.wire;

import java.io.IOException;

/** What an operation answers: writes the members of the reply's object. */
@FunctionalInterface
public non-sealed interface Reply extends Answer {
    /** The answer of an operation that has none: the body is empty. */
    Reply NOTHING = out -> {};

    void writeTo(Output out) throws IOException;
}
