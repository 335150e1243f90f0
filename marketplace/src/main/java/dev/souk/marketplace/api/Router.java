package dev.souk.marketplace.api;

import dev.souk.relay.extension.HttpRoute;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Finds the endpoint of a path and turns what becomes of a call into an answer. Thread-safe when the endpoints are. */
final class Router {
    private final List<Endpoint> endpoints;
    private final LongSupplier nowSeconds;
    private final RecentAnswers recent = new RecentAnswers();

    Router(List<Endpoint> endpoints, LongSupplier nowSeconds) {
        this.endpoints = List.copyOf(endpoints);
        this.nowSeconds = nowSeconds;
    }

    /** Everything that is served. */
    List<Endpoint> endpoints() {
        return endpoints;
    }

    /** The answer to a request, a refusal included. */
    Answer answer(HttpRoute.Request request) {
        try {
            for (Endpoint endpoint : endpoints) {
                Optional<Map<String, String>> variables = endpoint.match(request.path());
                if (variables.isPresent()) {
                    Query query = Query.of(request.query(), endpoint.parameters());
                    return recentOrNew(endpoint, new Call(variables.get(), query, request));
                }
            }
            throw new RefusedException(Problem.unknownPath());
        } catch (RefusedException e) {
            return new Answer.Whole(
                    e.problem().status(), Problem.CONTENT_TYPE, e.problem().document(request.path()), Answer.JOBS_AGE);
        }
    }

    /** Answers about statistics are the same for everybody for some seconds. */
    private Answer recentOrNew(Endpoint endpoint, Call call) {
        RecentAnswers.Question key =
                new RecentAnswers.Question(call.request().path(), call.query().values());
        long now = nowSeconds.getAsLong();
        Optional<Answer> known = recent.find(key, now);
        if (known.isPresent()) {
            return known.get();
        }
        Answer answer = endpoint.handler().answer(call);
        if (answer instanceof Answer.Whole whole && whole.maxAge() == Answer.STATISTICS_AGE) {
            recent.keep(key, whole, now);
        }
        return answer;
    }
}
