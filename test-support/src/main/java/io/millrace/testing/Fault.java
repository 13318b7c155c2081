package io.millrace.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Harm that a {@link FaultProxy} does to a call. Thread-safe. */
@FunctionalInterface
public interface Fault {
    /** Answers the call, whether or not the server is asked. */
    Reply apply(Call call) throws IOException;

    /** The call is passed on. */
    static Fault none() {
        return call -> call.server().ask();
    }

    /** The call is passed on later. */
    static Fault delay(Duration duration) {
        return before(() -> sleep(duration));
    }

    /** Something happens before the call is passed on. */
    static Fault before(Runnable action) {
        return call -> {
            action.run();
            return call.server().ask();
        };
    }

    /** Something happens after the server has answered and before the client learns of it. */
    static Fault after(Runnable action) {
        return call -> {
            Reply reply = call.server().ask();
            action.run();
            return reply;
        };
    }

    /** The connection ends before the call reaches the server. */
    static Fault cutBefore() {
        return call -> Reply.CUT;
    }

    /** The server carries the call out, but the connection ends before its answer arrives. */
    static Fault cutAfter() {
        return call -> {
            call.server().ask();
            return Reply.CUT;
        };
    }

    /** An error instead of the server's answer; the server does not see the call. */
    static Fault error(int status, String type, String message) {
        return call -> call.answer(
                status,
                JsonNodeFactory.instance.objectNode().put("__type", type).put("message", message));
    }

    /** The server carries the call out, but its answer is replaced by an error. */
    static Fault errorAfter(int status, String type, String message) {
        return call -> {
            call.server().ask();
            return error(status, type, message).apply(call);
        };
    }

    /** GetRecords answers with no record, and an iterator that stands where the one in the request does. */
    static Fault emptyPage(long millisBehind) {
        return call -> {
            ObjectNode page = JsonNodeFactory.instance.objectNode();
            page.putArray("Records");
            page.set("NextShardIterator", call.request().get("ShardIterator"));
            return call.answer(200, page.put("MillisBehindLatest", millisBehind));
        };
    }

    /**
     * All attempts of the SDK's client to make a call may be harmed but its last one: chance can't have it that none of
     * them is answered.
     */
    static Fault butForTheLastAttempt(Fault fault) {
        return call -> call.isLastAttempt() ? call.server().ask() : fault.apply(call);
    }

    /** The last answer to the same operation once more; the server does not see the call. */
    static Fault repeat() {
        return call ->
                call.before().isPresent() ? call.before().get() : call.server().ask();
    }

    /**
     * ListShards answers with all of the server's shards in a random order, on short pages, every third of which is empty
     * and every fourth of which has a shard of the page before once more. For one list at a time.
     */
    static Fault shuffledShards(int perPage, long seed) {
        List<JsonNode> shards = new ArrayList<>();
        return call -> {
            JsonNode token = call.request().get("NextToken");
            int page = token == null ? 0 : Integer.parseInt(token.textValue());
            if (page == 0) {
                shards.clear();
                call.asked().get("Shards").forEach(shards::add);
                Collections.shuffle(shards, new Random(seed));
            }
            int from = Math.min(shards.size(), (page - page / 3) * perPage);
            return call.answer(200, page(shards, page, from, perPage));
        };
    }

    private static ObjectNode page(List<JsonNode> shards, int page, int from, int perPage) {
        int to = page % 3 == 2 ? from : Math.min(shards.size(), from + perPage);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode listed = answer.putArray("Shards");
        if (page % 4 == 3 && from > 0) {
            listed.add(shards.get(from - 1));
        }
        shards.subList(from, to).forEach(listed::add);
        if (to < shards.size()) {
            answer.put("NextToken", Integer.toString(page + 1));
        }
        return answer;
    }

    private static void sleep(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks the server. */
    @FunctionalInterface
    interface Server {
        Reply ask() throws IOException;
    }

    /**
     * A call on its way.
     *
     * @param operation such as GetRecords
     * @param type content type, which says whether bodies are JSON or CBOR
     * @param body of the request
     * @param isLastAttempt whether the SDK's client, which says so, does not repeat the call
     * @param server asks the server
     * @param before the server's last answer to the same operation
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Call(
            String operation, String type, byte[] body, boolean isLastAttempt, Server server, Optional<Reply> before) {
        private static final ObjectMapper CBOR = new CBORMapper();
        private static final ObjectMapper JSON = new JsonMapper();

        /** The request. */
        JsonNode request() throws IOException {
            return mapper().readTree(body);
        }

        /** The server's answer. */
        JsonNode asked() throws IOException {
            return mapper().readTree(server.ask().body());
        }

        /** An answer of the proxy's own, in the form of the request. */
        Reply answer(int status, JsonNode content) throws IOException {
            return new Reply(status, Map.of("Content-Type", List.of(type)), mapper().writeValueAsBytes(content));
        }

        private ObjectMapper mapper() {
            return type.contains("cbor") ? CBOR : JSON;
        }
    }

    /** An answer. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Reply(int status, Map<String, List<String>> headers, byte[] body) {
        /** None: the connection ends. */
        static final Reply CUT = new Reply(0, Map.of(), new byte[0]);

        boolean isCut() {
            return status == 0;
        }
    }
}
