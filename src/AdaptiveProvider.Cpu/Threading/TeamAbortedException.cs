namespace AdaptiveProvider.Cpu.Threading;

/// <summary>Unwinds a worker from a barrier that another worker will never reach; <see cref="WorkerTeam.Run"/> rethrows that one's exception.</summary>
internal sealed class TeamAbortedException() : Exception("Another worker of the team failed.");
