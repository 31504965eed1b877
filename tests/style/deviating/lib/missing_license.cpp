int license();
