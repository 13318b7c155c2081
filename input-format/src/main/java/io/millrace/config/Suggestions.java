package io.millrace.config;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds the key that was probably meant. Stateless. */
final class Suggestions {
    /** Past this many changed characters, a key is no near miss any more. */
    private static final int FURTHEST = 5;

    private Suggestions() {}

    static String forUnknown(String key) {
        Option<?> right = KinesisOptions.MISTAKES.get(key);
        if (right != null) {
            return key + " is not a key of this connector: the right name is " + right;
        }
        return key + " is not a key of this connector"
                + nearest(key)
                        .map(near -> ": did you mean " + near + "?")
                        .orElse("; docs/configuration.md has them all");
    }

    private static Optional<String> nearest(String key) {
        LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
        String lower = key.toLowerCase(Locale.ROOT);
        return KinesisOptions.BY_NAME.keySet().stream()
                .map(name -> new Candidate(name, distance.apply(lower, name.toLowerCase(Locale.ROOT))))
                .filter(candidate -> candidate.distance() <= FURTHEST)
                .min(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .map(Candidate::name);
    }

    private record Candidate(String name, int distance) {}
}
