/**
 * Coverslip: deep learning laid over a slide. This package holds only what every room needs: the
 * one exception whose message is meant for the user.
 */
package org.coverslip;
