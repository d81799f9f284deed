/**
 * The demo: pictures made by a program, a small network fitted to others of their kind, and every
 * operation run on them. Nothing in here says anything about real tissue.
 */
package org.coverslip.demo;
