package io.millrace.service.http;

import io.millrace.service.observe.FinishedRequest;
import io.millrace.service.observe.RequestObserver;
import io.millrace.service.stream.StreamKey;
import java.time.Instant;
import java.util.List;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.NanoTime;

/** What is found out about a request while it is worked on, and told to observers when it is over. Thread-safe. */
final class RequestFacts {
    private static final String ATTRIBUTE = RequestFacts.class.getName();

    volatile String principal;
    volatile String operation;
    volatile StreamKey stream;
    volatile String error;
    volatile String requestId;

    private RequestFacts() {}

    /** The facts of a request, none of them known at first. */
    static RequestFacts of(Request request) {
        if (request.getAttribute(ATTRIBUTE) instanceof RequestFacts known) {
            return known;
        }
        RequestFacts facts = new RequestFacts();
        request.setAttribute(ATTRIBUTE, facts);
        return facts;
    }

    /** Tells observers of each request that is over. */
    static RequestLog tellingTo(List<RequestObserver> observers) {
        return (request, response) -> {
            FinishedRequest finished = finished(request, response);
            observers.forEach(observer -> observer.finished(finished));
        };
    }

    private static FinishedRequest finished(Request request, Response response) {
        RequestFacts facts = of(request);
        return new FinishedRequest(
                Instant.ofEpochMilli(Request.getTimeStamp(request)),
                Request.getRemoteAddr(request),
                request.getConnectionMetaData().getHttpVersion().asString(),
                facts.principal,
                facts.operation,
                facts.stream,
                response.getStatus(),
                facts.error,
                Math.max(0, Request.getContentBytesRead(request)),
                Math.max(0, Response.getContentBytesWritten(response)),
                NanoTime.since(request.getBeginNanoTime()),
                facts.requestId);
    }
}
