package io.millrace.config;

import java.util.Optional;

/**
 * Which stream the user means.
 *
 * @param name its name, always known
 * @param arn its ARN when the user gave that
 */
public record StreamReference(String name, Optional<String> arn) {
    @Override
    public String toString() {
        return arn.orElse(name);
    }
}
