package io.millrace.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds the word that was probably meant. Stateless. */
public final class Suggestions {
    /** Past this many changed characters, a key is no near miss any more. */
    private static final int FURTHEST = 5;

    private Suggestions() {}

    static String forUnknown(String key) {
        Option<?> right = KinesisOptions.MISTAKES.get(key);
        if (right != null) {
            return key + " is not a key of this connector: the right name is " + right;
        }
        return key + " is not a key of this connector"
                + nearest(key, KinesisOptions.BY_NAME.keySet(), FURTHEST)
                        .map(near -> ": did you mean " + near + "?")
                        .orElse("; docs/configuration.md has them all");
    }

    /** The known name that differs least from this one, by at most a third of its characters; empty when none does. */
    public static Optional<String> forName(String name, Collection<String> known) {
        return nearest(name, known, Math.min(FURTHEST, Math.max(1, name.length() / 3)));
    }

    private static Optional<String> nearest(String word, Collection<String> known, int furthest) {
        LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
        String lower = word.toLowerCase(Locale.ROOT);
        return known.stream()
                .map(name -> new Candidate(name, distance.apply(lower, name.toLowerCase(Locale.ROOT))))
                .filter(candidate -> candidate.distance() <= furthest)
                .min(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .map(Candidate::name);
    }

    private record Candidate(String name, int distance) {}
}
