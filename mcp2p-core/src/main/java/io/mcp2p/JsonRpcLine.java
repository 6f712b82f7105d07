package io.mcp2p;
final class JsonRpcLine { static final String RAW_ARGUMENTS = "mcp2p:json"; }
