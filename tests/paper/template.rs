//! Every template is a document, and decodes once it is filled in.
