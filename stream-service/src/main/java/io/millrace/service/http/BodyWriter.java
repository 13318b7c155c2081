package io.millrace.service.http;

import io.millrace.service.wire.Encoded;
import java.nio.ByteBuffer;
import java.util.Iterator;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingNestedCallback;

/**
 * Sends a body's pieces one after the other, each when the one before it has gone out. No thread waits meanwhile. Only a
 * body that the client has not taken at once gets a deadline.
 */
final class BodyWriter extends IteratingNestedCallback {
    private final Response response;
    private final Iterator<ByteBuffer> pieces;

    private BodyWriter(Encoded body, Response response, Callback callback) {
        super(callback);
        this.response = response;
        this.pieces = body.pieces().iterator();
    }

    /** Sends a body as the whole of a response. */
    static void send(Encoded body, Exchange exchange, Callback callback) {
        SendDeadline deadline = new SendDeadline(exchange);
        new BodyWriter(body, exchange.response, Callback.from(deadline::stop, callback)).iterate();
        deadline.start(body.length());
    }

    @Override
    protected Action process() {
        if (!pieces.hasNext()) {
            return Action.SUCCEEDED;
        }
        ByteBuffer piece = pieces.next();
        response.write(!pieces.hasNext(), piece, this);
        return Action.SCHEDULED;
    }
}
