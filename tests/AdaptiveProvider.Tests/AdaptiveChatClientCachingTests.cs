using System.Collections.Concurrent;
using AdaptiveProvider.Testing.Chat;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Caching.Distributed;

namespace AdaptiveProvider.Tests;

/// <summary>Response caches over the client: depth is part of what a reply is asked for.</summary>
public sealed class AdaptiveChatClientCachingTests
{
    [Fact]
    public async Task GetResponseAsync_CacheOnTop_OtherDepthIsAnotherEntry()
    {
        await using var model = ScriptedChat.Endless();
        var cache = new DictionaryCache();
        using var client = new AdaptiveChatClient(model).AsBuilder().UseDistributedCache(cache).Build();

        var full = await client.GetResponseAsync("hi", Call());
        var half = await client.GetResponseAsync("hi", Call().WithMaxDepth(0.5));
        var again = await client.GetResponseAsync("hi", Call().WithMaxDepth(0.5));

        Assert.Equal(2, cache.Count);
        Assert.NotEqual(full.ResponseId, half.ResponseId);
        Assert.Equal(half.ResponseId, again.ResponseId);
        Assert.Equal((0.5, 0.5), (again.Usage!.MeanDepth, again.AdaptiveStats!.MeanDepth));
    }

    private static ChatOptions Call() => new() { Temperature = 0, MaxOutputTokens = 8 };

    /// <summary>A cache without an end.</summary>
    private sealed class DictionaryCache : IDistributedCache
    {
        private readonly ConcurrentDictionary<string, byte[]> _entries = new();

        public int Count => _entries.Count;

        public byte[]? Get(string key) => _entries.GetValueOrDefault(key);

        public Task<byte[]?> GetAsync(string key, CancellationToken token = default) => Task.FromResult(Get(key));

        public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => _entries[key] = value;

        public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
        {
            Set(key, value, options);
            return Task.CompletedTask;
        }

        public void Refresh(string key)
        {
        }

        public Task RefreshAsync(string key, CancellationToken token = default) => Task.CompletedTask;

        public void Remove(string key) => _entries.TryRemove(key, out _);

        public Task RemoveAsync(string key, CancellationToken token = default)
        {
            Remove(key);
            return Task.CompletedTask;
        }
    }
}
