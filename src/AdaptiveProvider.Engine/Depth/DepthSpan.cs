using AdaptiveProvider.Engine.Execution;

namespace AdaptiveProvider.Engine.Depth;

/// <summary>What a request runs next: consecutive positions through a range of passes.</summary>
internal readonly record struct DepthSpan(int Position, int Length, int FirstPass, int EndPass, HeadRows Head);
