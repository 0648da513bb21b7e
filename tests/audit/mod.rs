//! The audit from outside: tampered journals in, check ids out.
