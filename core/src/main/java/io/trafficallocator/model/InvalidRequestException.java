package io.trafficallocator.model;

/**
 * Facts that cannot be planned from: the message gives the name, the value, the rule it breaks, and then advice that
 * starts with "Maybe".
 */
public final class InvalidRequestException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public InvalidRequestException(String message) {
        super(message);
    }
}
