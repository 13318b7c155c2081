package io.millrace.service.http;

import java.nio.ByteBuffer;
import java.util.Iterator;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingNestedCallback;

/**
 * Sends a body's pieces one after the other, each when the one before it has gone out. No thread waits meanwhile. Only a
 * body that the client has not taken at once gets a deadline. When all has gone out, the body is released; not when that
 * failed, as a socket may still read it then: that memory is left to the garbage collector.
 */
final class BodyWriter extends IteratingNestedCallback {
    private final Response response;
    private final Body body;
    private final Iterator<ByteBuffer> pieces;

    private BodyWriter(Body body, Response response, Callback callback) {
        super(callback);
        this.response = response;
        this.body = body;
        this.pieces = body.pieces().iterator();
    }

    /** Sends a body as the whole of a response. */
    static void send(Body body, Exchange exchange, Callback callback) {
        SendDeadline deadline = new SendDeadline(exchange);
        long length = body.length();
        new BodyWriter(body, exchange.response, Callback.from(deadline::stop, callback)).iterate();
        deadline.start(length);
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

    @Override
    protected void onCompleteSuccess() {
        body.release();
        super.onCompleteSuccess();
    }
}
