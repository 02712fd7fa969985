"""The words: vocabulary, concept schemes, terms and the minter of IRIs."""
