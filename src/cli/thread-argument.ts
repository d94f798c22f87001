/** First argument of the program in a thread of its own; no command has this name. */
export const threadArgument = 'thread';
