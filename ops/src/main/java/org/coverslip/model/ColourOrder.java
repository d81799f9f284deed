package org.coverslip.model;

/** What the channels are that a network sees, after its preprocessing. */
public enum ColourOrder {
    GREY,
    RGB,
    BGR,
    /** Neither one nor three channels, or unknown. */
    OTHER
}
